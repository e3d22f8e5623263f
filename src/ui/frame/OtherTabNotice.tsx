import { ArrowDownToLine, Save } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formConfig } from '../../state/form';
import { useKeeping } from '../../state/keeping';
import { differences } from '../../state/restart';
import { Button, Notice } from '../controls';
import { useDifferenceText } from './RestartNotice';

/** Says that what the browser keeps for the next visit is now another tab's form, and how that differs from this one's. */
export function OtherTabNotice() {
  const { t } = useTranslation('training');
  const { other, takeOver, keepOwn } = useKeeping();
  const say = useDifferenceText();
  if (!other) return null;
  const found = differences(formConfig(), other, { run: undefined, form: undefined });
  return (
    <Notice
      tone="info"
      title={t('otherTab.title')}
      actions={
        <>
          <Button size="small" icon={<ArrowDownToLine />} onClick={takeOver}>
            {t('otherTab.takeOver')}
          </Button>
          <Button size="small" icon={<Save />} onClick={keepOwn}>
            {t('otherTab.keepOwn')}
          </Button>
        </>
      }
    >
      {found.map(say).join(' · ')} – {t('otherTab.next')}
    </Notice>
  );
}
