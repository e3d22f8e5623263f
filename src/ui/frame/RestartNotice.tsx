import { RotateCcw, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formConfig, useDifferences, useObstacle } from '../../state/form';
import { useNetwork } from '../../state/network';
import type { Difference } from '../../state/restart';
import { useSession } from '../../state/session';
import { useSettings } from '../../state/settings';
import { Button, Hint, Notice, useFormat } from '../controls';
import { useSettingText } from '../training/useSettingText';
import { useObstacleText } from './obstacleText';

/** Says that the form is not what trains, how it differs, and offers to begin anew with it. */
export function RestartNotice() {
  const { t } = useTranslation('training');
  const format = useFormat();
  const differences = useDifferences();
  const say = useDifferenceText();
  const step = useSession((state) => state.run.step);
  const start = useSession((state) => state.start);
  const obstacle = useObstacle();
  const sayObstacle = useObstacleText();
  if (differences.length === 0) return null;
  const canRevert = differences.some(({ kind }) => kind !== 'data');
  return (
    <Notice
      tone="info"
      title={t('restart.title')}
      actions={
        <>
          {canRevert && (
            <Button size="small" icon={<Undo2 />} onClick={() => revert(differences)}>
              {t('restart.revert')}
            </Button>
          )}
          <Hint text={obstacle && sayObstacle(obstacle)}>
            <span>
              <Button size="small" icon={<RotateCcw />} disabled={obstacle !== undefined} onClick={() => start(formConfig())}>
                {t('restart.restart')}
              </Button>
            </span>
          </Hint>
        </>
      }
    >
      {differences.map(say).join(' · ')}
      {step > 0 && <> – {t('restart.loses', { step: format.number(step) })}</>}
    </Notice>
  );
}

/** Says one way in which the form differs from a run, or from another form. */
export function useDifferenceText(): (difference: Difference) => string {
  const { t } = useTranslation('training');
  const format = useFormat();
  const textOf = useSettingText();
  return (difference) => {
    switch (difference.kind) {
      case 'setting': {
        const { name, run, form } = difference;
        return t('restart.setting', { name: t(`fields.${name}.label`), run: textOf(name, run), form: textOf(name, form) });
      }
      case 'layerCount':
        return t('restart.layerCount', { run: difference.run, form: difference.form });
      case 'layers':
        return difference.changed === 1 ? t('restart.layer', { place: format.place(difference.first) }) : t('restart.layers', { count: difference.changed });
      case 'data':
        return t('restart.data');
    }
  };
}

/** Puts network and settings back to what the run trains with; the network's undo brings its edits back. */
function revert(differences: readonly Difference[]): void {
  const run = useSession.getState().runConfig;
  if (!run) return;
  if (differences.some(({ kind }) => kind === 'layers' || kind === 'layerCount')) useNetwork.getState().replace(run.model);
  if (differences.some(({ kind }) => kind === 'setting')) useSettings.getState().replace(run.training);
}
