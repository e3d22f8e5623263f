import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../i18n';
import { useFieldInError } from '../../state/fieldErrors';
import { cancelInquiry, dismissInquiryProblem, useInquiries } from '../../state/inquiries';
import { useHasNetwork } from '../../state/runGraph';
import type { InquiryKind } from '../../worker/messages';
import { Button, Hint, Notice, Progress } from '../controls';
import styles from './InquiryButton.module.css';

export interface InquiryButtonProps {
  kind: InquiryKind;
  label: string;
  hint: string;
  icon: ReactNode;
  onAsk: () => void;
}

/** The button that asks; while it is being found out, how far that is and a way out. What went wrong stands below. */
export function InquiryButton({ kind, label, hint, icon, onAsk }: InquiryButtonProps) {
  const { t } = useTranslation('insideWhy');
  const { t: common } = useTranslation('common');
  const say = useProblemText();
  const { asked, progress, problem } = useInquiries((state) => state[kind]);
  const hasNetwork = useHasNetwork();
  const field = useFieldInError(kind);
  const why = !hasNetwork ? t('noNetwork') : field !== undefined ? common('field.blocks', { field }) : undefined;
  return (
    <>
      {asked ? (
        <div className={styles.asked}>
          <div className={styles.progress}>
            <Progress label={label} value={progress && progress.done / progress.total} />
          </div>
          <Button icon={<X />} onClick={() => cancelInquiry(kind)}>
            {common('cancel')}
          </Button>
        </div>
      ) : (
        <Hint text={why ?? hint} side="top">
          <Button icon={icon} aria-disabled={why !== undefined} onClick={() => why ?? onAsk()}>
            {label}
          </Button>
        </Hint>
      )}
      {problem && (
        <Notice tone="error" onDismiss={() => dismissInquiryProblem(kind)}>
          {say(problem)}
        </Notice>
      )}
    </>
  );
}
