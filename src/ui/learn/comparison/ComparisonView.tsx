import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../../i18n';
import { HIGHEST_RATE, comparedRun, useComparison, type ComparisonLength, type Contender } from '../../../state/comparison';
import { useData } from '../../../state/data';
import { FieldsOf } from '../../../state/fieldErrors';
import { plainLine } from '../../curves/lineStyle';
import { LossCurves } from '../../curves/LossCurves';
import { Notice, NumberField, Titled } from '../../controls';
import type { ChapterId } from '../chapters/types';
import { useChapterWords } from '../useChapterWords';
import { ComparisonTable } from './ComparisonTable';
import styles from './Comparison.module.css';
import { Conclusion } from './Conclusion';
import { limits } from './fields';
import { Start } from './Start';

export interface ComparisonViewProps {
  /** The chapter that has the names of the networks, under `networks`. */
  chapter: ChapterId;
  /** What is compared: its results are kept under this name. */
  subject: string;
  contenders: readonly Contender[];
  /** Multiply-adds may be seen: a prediction may ask for them. */
  withWork?: boolean;
  length: ComparisonLength;
  onChange: (next: Partial<ComparisonLength>) => void;
}

const PARTS = ['steps', 'batch', 'seed'] as const;

/** Networks that the reader trains against each other: for how long, their losses, what they came to and what that shows. */
export function ComparisonView({ chapter, subject, contenders, withWork = true, length, onChange }: ComparisonViewProps) {
  const { t } = useTranslation('learn');
  const problemText = useProblemText();
  const say = useChapterWords();
  const comparison = useComparison((state) => state.results[subject]);
  const underWay = useComparison((state) => state.underWay === subject);
  const runs = comparison?.runs ?? contenders.map((contender) => comparedRun(contender, length.steps));
  const names = runs.map(({ name }) => say(chapter, `networks.${name}`));
  const lines = runs.map((_, index) => plainLine(index, runs.length));
  const data = useData((state) => state.summary);
  const asSet = comparison?.data === data && isSame(comparison?.length, length) && isSame(runs.map(modelOf), contenders.map(modelOf));
  return (
    <Titled title={t('comparison.title')} hint={t('comparison.hint', { rate: HIGHEST_RATE })}>
      <div className={styles.controls}>
        <FieldsOf value={subject}>
          {PARTS.map((name) => (
            <NumberField
              key={name}
              label={t(`comparison.${name}`)}
              hint={t(`comparison.${name}Hint`)}
              hintSide="top"
              integer
              {...limits[name]}
              value={length[name]}
              disabled={underWay}
              width={5}
              onChange={(value) => onChange({ [name]: value })}
            />
          ))}
        </FieldsOf>
        <Start subject={subject} contenders={contenders} length={length} />
      </div>
      {comparison?.problem && <Notice tone="error">{problemText(comparison.problem)}</Notice>}
      {comparison && !underWay && !asSet && <p className={styles.soft}>{t('comparison.changed')}</p>}
      <div className={styles.results}>
        <LossCurves
          title={t('comparison.losses')}
          summary={(count) => t('comparison.lossesOf', { count })}
          runs={runs}
          names={names}
          lines={lines}
          legend={false}
          testId="comparison-losses"
        />
        <div className={styles.outcome}>
          <ComparisonTable runs={runs} names={names} lines={lines} withWork={withWork} underWay={underWay} />
          {comparison && !underWay && <Conclusion runs={runs} names={names} />}
        </div>
      </div>
    </Titled>
  );
}

const modelOf = ({ model }: Contender) => model;

/** Plain data, in the same order of names. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
