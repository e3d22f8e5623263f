import { useTranslation } from 'react-i18next';
import type { ReliabilityBin } from '../../engine/metrics/calibration';
import type { EvaluationFigures } from '../../state/evaluationFigures';
import { AsTable, cx, Readout, useFormat, usePicked, useWidth } from '../controls';
import styles from '../controls/Drawing.module.css';
import own from './ReliabilityChart.module.css';

const HEIGHT = 270;
const MARGIN = { top: 10, right: 10, bottom: 52, left: 40 };
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** How often the network is right where it is so and so sure: the accuracy of each bin of confidence against that. */
export function ReliabilityChart({ figures: { bins, calibrationError } }: { figures: EvaluationFigures }) {
  const { t } = useTranslation('evaluation');
  const format = useFormat();
  const [ref, width] = useWidth(420);
  const { picked, of, onKeyDown } = usePicked(bins.length);

  const bottom = HEIGHT - MARGIN.bottom;
  const right = width - MARGIN.right;
  const x = (confidence: number) => MARGIN.left + confidence * (right - MARGIN.left);
  const y = (accuracy: number) => bottom - accuracy * (bottom - MARGIN.top);
  const share = (value: number | undefined) => (value === undefined ? '–' : format.percent(value));
  const range = ({ from, to }: ReliabilityBin) => t('reliability.range', { from: format.percent(from, 0), to: format.percent(to, 0) });
  const say = (bin: ReliabilityBin) => {
    const { pictures, confidence, accuracy } = bin;
    if (confidence === undefined || accuracy === undefined) return t('reliability.emptyBin', { range: range(bin) });
    return t('reliability.bin', {
      ...{ range: range(bin), count: pictures, pictures: format.number(pictures) },
      ...{ confidence: share(confidence), accuracy: share(accuracy), gap: format.number(100 * Math.abs(accuracy - confidence), 1) },
      verdict: t(accuracy < confidence ? 'reliability.tooSure' : 'reliability.tooUnsure'),
    });
  };
  const shown = bins[picked ?? -1];
  return (
    <div className={styles.frame}>
      <svg ref={ref} className={styles.picture} height={HEIGHT} role="group" aria-label={t('reliability.picture')} onKeyDown={onKeyDown}>
        {TICKS.map((tick) => (
          <g key={tick}>
            <line className={styles.grid} x1={MARGIN.left} x2={right} y1={y(tick)} y2={y(tick)} />
            <text className={styles.tick} x={MARGIN.left - 6} y={y(tick)} dy="0.35em" textAnchor="end">
              {format.percent(tick, 0)}
            </text>
            <text className={styles.tick} x={x(tick)} y={bottom + 14} textAnchor={tick === 1 ? 'end' : 'middle'}>
              {format.percent(tick, 0)}
            </text>
          </g>
        ))}
        {bins.map((bin, index) => {
          const { from, to, pictures, confidence = 0, accuracy = 0 } = bin;
          const [left, size] = [x(from) + 1, x(to) - x(from) - 2];
          const [higher, lower] = [Math.max(confidence, accuracy), Math.min(confidence, accuracy)];
          return (
            <g key={index} {...of(index)} role="img" aria-label={say(bin)} className={cx(own.bin, index === picked && own.picked)}>
              <rect className={own.reach} x={left - 1} y={MARGIN.top} width={size + 2} height={bottom - MARGIN.top + 34} />
              <rect className={own.accuracy} x={left} y={y(accuracy)} width={size} height={bottom - y(accuracy)} />
              {pictures > 0 && (
                <>
                  <rect className={own.gap} x={left + 0.5} y={y(higher)} width={size - 1} height={y(lower) - y(higher)} />
                  <line className={own.confidence} x1={left} x2={left + size} y1={y(confidence)} y2={y(confidence)} />
                </>
              )}
              <text className={styles.tick} x={left + size / 2} y={bottom + 29} textAnchor="middle">
                {format.number(pictures)}
              </text>
            </g>
          );
        })}
        <line className={own.perfect} x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
        <text className={styles.tick} x={right} y={HEIGHT - 6} textAnchor="end">
          {t('reliability.x')}
        </text>
        <text className={styles.label} x={MARGIN.left + 6} y={MARGIN.top + 10}>
          {t('reliability.error', { error: format.percent(calibrationError) })}
        </text>
      </svg>
      <ul className={own.legend}>
        <li className={own.ofAccuracy}>{t('reliability.accuracy')}</li>
        <li className={own.ofConfidence}>{t('reliability.confidence')}</li>
        <li className={own.ofGap}>{t('reliability.gap')}</li>
        <li className={own.ofPerfect}>{t('reliability.perfect')}</li>
      </ul>
      <Readout empty={t('reliability.pick')}>{shown && say(shown)}</Readout>
      <AsTable
        name={t('reliability.title')}
        heads={[t('reliability.x'), t('reliability.pictures'), t('reliability.confidence'), t('reliability.accuracy')]}
        words={1}
        rows={bins.map((bin) => [range(bin), format.number(bin.pictures), share(bin.confidence), share(bin.accuracy)])}
      />
    </div>
  );
}
