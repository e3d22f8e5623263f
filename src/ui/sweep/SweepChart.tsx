import { useTranslation } from 'react-i18next';
import type { SweptRun } from '../../state/sweep';
import type { SettingAxis } from '../../state/sweepAxes';
import { lineStyle } from '../curves/lineStyle';
import { LossCurves } from '../curves/LossCurves';
import { useCombinationText } from './useValueText';

/** The training loss of every run over its steps. */
export function SweepChart({ axes, runs }: { axes: readonly SettingAxis[]; runs: readonly SweptRun[] }) {
  const { t } = useTranslation('sweep');
  const nameOf = useCombinationText();
  const counts = axes.map(({ values }) => values.length);
  return (
    <LossCurves
      title={t('chart.title')}
      summary={(count) => t('chart.summary', { count })}
      runs={runs}
      names={runs.map(({ combination }) => nameOf(combination))}
      lines={runs.map((_, index) => lineStyle(index, counts))}
      testId="sweep-chart"
    />
  );
}
