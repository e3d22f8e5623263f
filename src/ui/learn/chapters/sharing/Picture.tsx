import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { volume } from '../../../../engine/shape';
import { ProblemError } from '../../../../engine/problem';
import { useProblemText } from '../../../../i18n';
import { Button, Notice, Segmented, Slider, useFormat } from '../../../controls';
import { ComparisonView } from '../../comparison/ComparisonView';
import { lengthOf } from '../../comparison/fields';
import { useChapterWords } from '../../useChapterWords';
import { choiceOf, integerOf, type ChapterProps } from '../types';
import { contendersOf, countsOf, HUNDRED_KERNELS, kinds, outputOf, SAME_SIZE, type Setting } from './connections';
import { Counts } from './Counts';
import { kindOf, settingNames, settingOf, sliders } from './fields';
import styles from './Sharing.module.css';
import { Strip } from './Strip';

/** What the text that the chapter follows prints for local connection. */
const PRINTED = 5_888_000;

/** The three kinds of connection side by side, and three small networks of them that train against each other. */
export function Picture({ state, change, revealed }: ChapterProps) {
  const { t } = useTranslation('learn');
  const say = useProblemText();
  const format = useFormat();
  const setting = settingOf(state);
  const kernel = integerOf(state, 'kernel');
  const contenders = useMemo(() => contendersOf(kernel), [kernel]);
  const { output, counts, problem } = figuresOf(setting);
  const examples = [
    { name: 'hundred', example: HUNDRED_KERNELS },
    { name: 'same', example: SAME_SIZE },
  ] as const;
  return (
    <>
      <div className={styles.sliders}>
        {settingNames.map((name) => (
          <Slider key={name} label={t(`sharing.${name}`)} value={setting[name]} {...sliders[name]} onChange={(value) => change({ [name]: value })} />
        ))}
      </div>
      <div className={styles.row}>
        {examples.map(({ name, example }) => (
          <Button key={name} size="small" onClick={() => change({ ...example })}>
            {t(`sharing.examples.${name}`)}
          </Button>
        ))}
        {output && <span role="status">{t('sharing.output', { size: output.height, channels: output.channels, values: format.number(volume(output)) })}</span>}
        <span className={styles.build}>
          {t('sharing.build')}
          <Segmented
            label={t('sharing.build')}
            value={kindOf(choiceOf(state, 'connection'))}
            segments={kinds.map((kind) => ({ value: kind, label: t(`sharing.kinds.${kind}`) }))}
            onChange={(connection) => change({ connection })}
          />
        </span>
      </div>
      {problem && <Notice tone="warn">{say(problem)}</Notice>}
      <div className={styles.kinds}>
        {kinds.map((kind) => (
          <section key={kind} className={styles.kind} aria-label={t(`sharing.kinds.${kind}`)}>
            <h4 className={styles.heading}>{t(`sharing.kinds.${kind}`)}</h4>
            {counts && <Counts counts={counts[kind]} hidden={kind === 'shared' && !revealed} />}
            <Strip kind={kind} />
          </section>
        ))}
      </div>
      <Footnote />
      <ComparisonView chapter="sharing" subject="sharing" contenders={contenders} length={lengthOf(state)} onChange={(next) => change({ ...next })} />
    </>
  );
}

/** The output and the counts of all kinds; a problem where no window fits. */
function figuresOf(setting: Setting) {
  try {
    const counts = { full: countsOf('full', setting), local: countsOf('local', setting), shared: countsOf('shared', setting) };
    return { output: outputOf(setting), counts };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { problem: error.problem };
  }
}

/** The printed figure that the counts differ from, with the arithmetic. */
function Footnote() {
  const say = useChapterWords();
  const { kernels, kernel, channels } = HUNDRED_KERNELS;
  const { height: side } = outputOf(HUNDRED_KERNELS);
  const local = countsOf('local', HUNDRED_KERNELS).weights;
  return <p className={styles.footnote}>{say('sharing', 'footnote', { printed: PRINTED, side, kernels, field: kernel ** 2 * channels, local })}</p>;
}
