import { Search, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { defaultRange, leastOf, type RateRange } from '../../engine/optim/rangeTest';
import { useProblemText } from '../../i18n';
import { FieldsOf } from '../../state/fieldErrors';
import { formConfig, useObstacle } from '../../state/form';
import { useRangeTest } from '../../state/rangeTest';
import { useSettings } from '../../state/settings';
import type { RangeReport } from '../../worker/messages';
import { Button, Dialog, Hint, Notice, NumberField, Progress, useFormat } from '../controls';
import { useObstacleText } from '../frame/obstacleText';
import { RangeChart } from './RangeChart';
import styles from './RangeTestDialog.module.css';

const limits = {
  lowest: { min: 1e-9, max: 100, step: 'decade' },
  highest: { min: 1e-9, max: 100, step: 'decade' },
  steps: { min: 10, max: 10_000, step: 10, integer: true },
} as const;
const names = ['lowest', 'highest', 'steps'] as const;
/** Of its fields. */
const PLACE = 'rangeTest';

/** To two figures, since it is no more exact than that; not below the lowest rate that was tried. */
function roundedSuggestion({ suggestion, points }: RangeReport): number | undefined {
  return suggestion === undefined ? undefined : Math.max(Number(suggestion.toPrecision(2)), points[0]?.rate ?? 0);
}

/** The button, and the window in which rates are tried. */
export function FindRate() {
  const { t } = useTranslation('training');
  const [open, setOpen] = useState(false);
  const change = (next: boolean) => {
    if (!next) useRangeTest.getState().cancel();
    setOpen(next);
  };
  return (
    <>
      <Hint text={t('range.openHint')}>
        <Button size="small" variant="quiet" icon={<Search />} onClick={() => setOpen(true)}>
          {t('range.open')}
        </Button>
      </Hint>
      <RangeTestDialog open={open} onOpenChange={change} />
    </>
  );
}

/** Tries learning rates from low to high, draws the loss over them and takes a good one into the form. */
function RangeTestDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { t } = useTranslation('training');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const say = useProblemText();
  const { report, asked, problem, begin, cancel } = useRangeTest();
  const [range, setRange] = useState(defaultRange);
  const obstacle = useObstacle(PLACE);
  const sayObstacle = useObstacleText();
  const disordered = range.highest <= range.lowest;
  const suggestion = report && roundedSuggestion(report);
  const use = (rate: number) => {
    useSettings.getState().set('learningRate', rate);
    onOpenChange(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('range.title')}
      description={t('range.about')}
      actions={
        asked ? (
          <Button icon={<X />} onClick={cancel}>
            {common('cancel')}
          </Button>
        ) : (
          <>
            <Hint text={obstacle && sayObstacle(obstacle)}>
              <span>
                <Button disabled={obstacle !== undefined || disordered} onClick={() => begin(formConfig(), range)}>
                  {t(report ? 'range.again' : 'range.start')}
                </Button>
              </span>
            </Hint>
            {suggestion !== undefined && (
              <Button variant="primary" onClick={() => use(suggestion)}>
                {t('range.use', { rate: format.significant(suggestion, 2) })}
              </Button>
            )}
          </>
        )
      }
    >
      <div className={styles.fields}>
        <FieldsOf value={PLACE}>
          {names.map((name) => (
            <NumberField
              key={name}
              label={t(`range.${name}`)}
              hint={t(`range.${name}Hint`)}
              hintSide="top"
              {...limits[name]}
              value={range[name]}
              default={defaultRange[name]}
              disabled={asked !== undefined}
              problem={name === 'highest' && disordered ? t('range.order') : undefined}
              width={8}
              onChange={(value) => setRange((before): RateRange => ({ ...before, [name]: value }))}
            />
          ))}
        </FieldsOf>
      </div>
      {problem && <Notice tone="error">{say(problem)}</Notice>}
      {report && report.points.length > 1 && <RangeChart report={report} />}
      <Words />
      {asked && <Progress label={t('range.progress')} value={report && report.points.length / asked.steps} />}
    </Dialog>
  );
}

/** How far the test is, then what it has found: for the eyes and for screen readers. */
function Words() {
  const { t } = useTranslation('training');
  const format = useFormat();
  const { report, asked } = useRangeTest();
  const rate = (value: number) => format.significant(value, 2);
  const last = report?.points.at(-1);
  const words = () => {
    if (asked) {
      return last ? t('range.progressOf', { done: report?.points.length ?? 0, total: asked.steps, rate: rate(last.rate) }) : t('range.waiting');
    }
    if (!report || !last) return '';
    const suggestion = roundedSuggestion(report);
    if (suggestion === undefined && !report.through) return t('range.early');
    if (suggestion === undefined) return t(last.smooth > (report.points[0]?.smooth ?? 0) ? 'range.noneRisen' : 'range.none');
    const least = rate(leastOf(report.points)?.rate ?? NaN);
    return t(suggestion > (report.points[0]?.rate ?? 0) ? 'range.suggests' : 'range.suggestsLowest', { least, rate: rate(suggestion) });
  };
  return (
    <p className={styles.words} role="status">
      {words()}
    </p>
  );
}
