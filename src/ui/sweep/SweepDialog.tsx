import { Download, Grid2x2, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { leadOfBest } from '../../engine/optim/sweep';
import { useProblemText } from '../../i18n';
import { FieldsOf } from '../../state/fieldErrors';
import { formConfig, useObstacle } from '../../state/form';
import { isTrained, ranked } from '../../state/listedRuns';
import { useSettings } from '../../state/settings';
import { sweepCsv, useSweep } from '../../state/sweep';
import { draftOf, sweptNames, withCombination, type AxisDraft, type SettingCombination } from '../../state/sweepAxes';
import { Button, Dialog, Hint, Notice, NumberField, Progress, Segmented, useFormat } from '../controls';
import { downloadText } from '../curves/download';
import { usePoints } from '../evaluation/Change';
import { useObstacleText } from '../frame/obstacleText';
import { AxisFields } from './AxisFields';
import { HeatTable } from './HeatTable';
import { SweepChart } from './SweepChart';
import styles from './SweepDialog.module.css';
import { planOf } from './sweepPlan';
import { SweepTable } from './SweepTable';
import { useCombinationText } from './useValueText';

/** The button, and the window in which settings are swept. */
export function Sweep() {
  const { t } = useTranslation('sweep');
  const [open, setOpen] = useState(false);
  const change = (next: boolean) => {
    if (!next) useSweep.getState().stop();
    setOpen(next);
  };
  return (
    <>
      <Hint text={t('openHint')}>
        <Button size="small" variant="quiet" icon={<Grid2x2 />} onClick={() => setOpen(true)}>
          {t('open')}
        </Button>
      </Hint>
      <SweepDialog open={open} onOpenChange={change} />
    </>
  );
}

/** Of its fields. */
const PLACE = 'sweep';

type Unit = 'steps' | 'epochs';
const UNITS: readonly Unit[] = ['steps', 'epochs'];
const budgetLimits = { steps: { min: 1, max: 1_000_000, step: 100 }, epochs: { min: 1, max: 1000, step: 1 } } as const;

/** Chooses settings and their values, trains a run for each combination, and compares what they come to. */
function SweepDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { t } = useTranslation('sweep');
  const nameOf = useCombinationText();
  const say = useProblemText();
  const { axes, runs, underWay, problem, begin, stop } = useSweep();
  const form = useSettings((state) => state.values);
  const [firstDraft, setFirst] = useState<AxisDraft>();
  const [secondDraft, setSecond] = useState<AxisDraft>();
  // The form may have gone over to an optimiser or a schedule without such a setting.
  const swept = sweptNames(form);
  const first = firstDraft && swept.includes(firstDraft.name) ? firstDraft : draftOf('learningRate', form);
  const second = secondDraft && swept.includes(secondDraft.name) ? secondDraft : undefined;
  const [unit, setUnit] = useState<Unit>('steps');
  const [lengths, setLengths] = useState({ steps: 200, epochs: 1 });
  const obstacle = useObstacle(PLACE);
  const sayObstacle = useObstacleText();
  const plan = planOf(first, second);
  const [best] = ranked(runs);
  const length = lengths[unit];
  const use = (combination: SettingCombination) => {
    useSettings.getState().replace(withCombination(form, combination));
    onOpenChange(false);
  };
  const start = () => begin(formConfig(), plan.axes, unit === 'steps' ? { steps: length } : { epochs: length });
  return (
    <Dialog
      wide
      open={open}
      onOpenChange={onOpenChange}
      title={t('title')}
      description={t('about')}
      actions={
        underWay ? (
          <Button icon={<X />} onClick={stop}>
            {t('stop')}
          </Button>
        ) : (
          <>
            {runs.length > 0 && (
              <Button icon={<Download />} onClick={() => downloadText('kernelgarten-sweep.csv', 'text/csv', [sweepCsv({ axes, runs })])}>
                {t('download')}
              </Button>
            )}
            <Hint text={obstacle && sayObstacle(obstacle)}>
              <span>
                <Button disabled={obstacle !== undefined || plan.count === 0} onClick={start}>
                  {t(runs.length > 0 ? 'again' : 'start')}
                </Button>
              </span>
            </Hint>
            {best && isTrained(best) && (
              <Button variant="primary" onClick={() => use(best.combination)}>
                {t('use', { values: nameOf(best.combination) })}
              </Button>
            )}
          </>
        )
      }
    >
      <div className={styles.fields}>
        <AxisFields place="first" draft={first} taken={second?.name} problem={plan.problems.first} disabled={underWay} onChange={setFirst} />
        <AxisFields place="second" draft={second} taken={first.name} problem={plan.problems.second} disabled={underWay} onChange={setSecond} />
      </div>
      <div className={styles.budget}>
        <FieldsOf value={PLACE}>
          <NumberField
            label={t('length')}
            hint={t('lengthHint')}
            hintSide="top"
            integer
            {...budgetLimits[unit]}
            value={length}
            disabled={underWay}
            width={8}
            onChange={(value) => setLengths((before) => ({ ...before, [unit]: value }))}
          />
        </FieldsOf>
        <Segmented label={t('unit')} value={unit} segments={UNITS.map((value) => ({ value, label: t(`units.${value}`) }))} onChange={setUnit} />
      </div>
      {plan.problems.whole && <Notice tone="error">{say(plan.problems.whole)}</Notice>}
      {problem && <Notice tone="error">{say(problem)}</Notice>}
      <Words count={plan.count} />
      {underWay && <Bar />}
      {runs.length > 0 && <SweepTable axes={axes} runs={runs} underWay={underWay} onUse={use} />}
      <HeatTable axes={axes} runs={runs} />
      <SweepChart axes={axes} runs={runs} />
    </Dialog>
  );
}

/** What the sweep will be, how far it is, or what it has found: for the eyes and for screen readers. */
function Words({ count }: { count: number }) {
  const { t } = useTranslation('sweep');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const nameOf = useCombinationText();
  const points = usePoints();
  const { runs, underWay } = useSweep();
  const [best, next] = ranked(runs);
  const words = () => {
    const index = runs.findIndex(({ outcome }) => !outcome);
    const present = runs[index];
    if (underWay && present) return t('progressOf', { run: index + 1, runs: runs.length, values: nameOf(present.combination) });
    if (!underWay && best && isTrained(best)) {
      const found = t('found', { values: nameOf(best.combination), accuracy: format.percent(best.outcome.validation.accuracy) });
      const lead = next && isTrained(next) ? leadOfBest(best.outcome, next.outcome) : undefined;
      if (!next || !lead) return found;
      const { difference, scatter, pictures } = lead;
      const figures = { difference: points(difference), scatter: points(scatter), pictures: format.number(pictures) };
      const said = t(difference > scatter ? 'lead' : 'noLead', { values: nameOf(next.combination), ...figures });
      return common('sentences', { first: found, second: said });
    }
    return count > 0 ? t('planned', { count }) : '';
  };
  return (
    <p className={styles.words} role="status">
      {words()}
    </p>
  );
}

function Bar() {
  const { t } = useTranslation('sweep');
  const runs = useSweep((state) => state.runs);
  const whole = runs.reduce((sum, { steps }) => sum + steps, 0);
  const done = runs.reduce((sum, { steps, losses, outcome }) => sum + (outcome ? steps : losses.length), 0);
  return <Progress label={t('progress')} value={done / whole} />;
}
