import { Activity, Square } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { initialisers } from '../../../../engine/layers/types';
import { useProblemText } from '../../../../i18n';
import { useData } from '../../../../state/data';
import { obstacleTo } from '../../../../state/form';
import { useGradientFlow } from '../../../../state/gradientFlow';
import { useSession } from '../../../../state/session';
import { settingDefaults, useSettings } from '../../../../state/settings';
import { Button, Hint, Notice, Select, Slider, Titled } from '../../../controls';
import { useObstacleText } from '../../../frame/obstacleText';
import { useLayerWords } from '../../../network/words';
import { choiceOf, type ChapterProps } from '../types';
import { activationOf } from './fields';
import { GradientPicture } from './GradientPicture';
import { madeBy, measuredFor } from './gradients';
import styles from './Picture.module.css';
import { DEPTH, tower } from './tower';

/** Steps that a measurement takes. */
const STEPS = 60;

/** The gradients of ten layers, measured as networks train that differ in their activation alone. */
export function GradientPart({ state, change, revealed }: ChapterProps) {
  const { t } = useTranslation('learn');
  const words = useLayerWords();
  const say = useProblemText();
  const { runs, readings, problem, dismissProblem } = useGradientFlow();
  const [chosenStep, setStep] = useState<number>();
  const step = Math.min(chosenStep ?? readings.length, readings.length);
  const made = runs && madeBy(runs);
  return (
    <Titled title={t('activation.gradients', { depth: DEPTH })} hint={t('activation.gradientsHint')}>
      <div className={styles.controls}>
        <Select
          label={t('activation.init')}
          value={choiceOf(state, 'init')}
          options={initialisers.map((value) => ({ value, label: words.choice(value) }))}
          onChange={(init) => change({ init })}
        />
        {revealed && <Measure state={state} onBegin={() => setStep(undefined)} />}
      </div>
      {problem && (
        <Notice tone="error" onDismiss={dismissProblem}>
          {say(problem)}
        </Notice>
      )}
      {!revealed && <p className={styles.soft}>{t('activation.hidden')}</p>}
      {revealed && step === 0 && <p className={styles.soft}>{t('activation.empty')}</p>}
      {revealed && made && step > 0 && (
        <>
          <Slider label={t('activation.step')} value={step} min={1} max={readings.length} onChange={setStep} />
          <GradientPicture made={made} readings={readings} step={step} />
        </>
      )}
    </Titled>
  );
}

/** The button that measures and the one that stops, and how far it is. */
function Measure({ state, onBegin }: Pick<ChapterProps, 'state'> & { onBegin: () => void }) {
  const { t } = useTranslation('learn');
  const sayObstacle = useObstacleText();
  const seed = useSettings(({ values }) => values.seed);
  const { isUnderWay, readings, begin, cancel } = useGradientFlow();
  const hasData = useData(({ summary }) => summary !== undefined);
  const obstacle = obstacleTo(
    useSession(({ device }) => device),
    hasData,
    undefined,
  );
  const measure = () => {
    if (obstacle) return;
    onBegin();
    const training = { ...settingDefaults, seed };
    begin(
      measuredFor(activationOf(state)).map((layer) => ({ model: tower(layer, choiceOf(state, 'init')), training })),
      STEPS,
    );
  };
  const explanation = isUnderWay ? t('activation.stopHint') : t('activation.measureHint', { steps: STEPS, pictures: settingDefaults.batchSize });
  return (
    <div className={styles.measure}>
      {/* One button for both keeps the focus. */}
      <Hint text={obstacle ? sayObstacle(obstacle) : explanation} side="top">
        <Button icon={isUnderWay ? <Square /> : <Activity />} aria-disabled={!isUnderWay && obstacle !== undefined} onClick={isUnderWay ? cancel : measure}>
          {t(isUnderWay ? 'activation.stop' : 'activation.measure')}
        </Button>
      </Hint>
      <span role="status" className={styles.soft}>
        {isUnderWay && t('activation.progress', { done: readings.length, steps: STEPS })}
      </span>
    </div>
  );
}
