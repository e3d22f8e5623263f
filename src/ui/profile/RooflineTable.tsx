import { useTranslation } from 'react-i18next';
import { intensityOf, rateOf } from '../../engine/profile/arithmetic';
import type { Measured } from '../../state/profile';
import { AsTable, useFormat } from '../controls';
import { useFigures, useOperatorName } from './words';

/** Every operator in figures, those included that compute nothing and have no point in the picture. */
export function RooflineTable({ measured: { report, run } }: { measured: Measured }) {
  const { t } = useTranslation('profile');
  const format = useFormat();
  const figures = useFigures();
  const nameOf = useOperatorName(run.model);
  return (
    <AsTable
      name={t('roofline.title')}
      heads={[t('roofline.operator'), t('roofline.kernel'), 'ms', 'FLOP/s', t('operators.bytes'), t('roofline.intensity')]}
      words={2}
      rows={report.rows.map((row) => [
        `${nameOf(row.path)}, ${t(`passes.${row.pass}`)}`,
        `${row.kernel}/${row.variant}`,
        format.significant(row.milliseconds),
        row.flops > 0 ? figures.flopRate(rateOf(row.flops, row.milliseconds)) : '–',
        figures.byteRate(rateOf(row.bytes, row.milliseconds)),
        row.flops > 0 ? format.significant(intensityOf(row)) : '–',
      ])}
    />
  );
}
