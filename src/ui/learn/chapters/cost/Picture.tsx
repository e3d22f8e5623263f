import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { buildGraph } from '../../../../engine/graph/graph';
import { useProblemText } from '../../../../i18n';
import { obstacleTo } from '../../../../state/form';
import { useProfile } from '../../../../state/profile';
import { useSession } from '../../../../state/session';
import { useSettings } from '../../../../state/settings';
import { Notice, Select } from '../../../controls';
import { Measure } from '../../../profile/Measure';
import { choiceOf, type ChapterProps } from '../types';
import { CostBars } from './CostBars';
import { costsOf } from './costs';
import { networkNamed, networks } from './networks';
import styles from './Picture.module.css';
import { Shares } from './Shares';

/** A network to choose, what each of its layers costs, and the button that measures their time. */
export function Picture({ state, change, revealed }: ChapterProps) {
  const { t } = useTranslation('learn');
  const say = useProblemText();
  const { measured, problem, dismissProblem } = useProfile();
  const name = choiceOf(state, 'network');
  const spec = networkNamed(name);
  const graph = useMemo(() => buildGraph(spec), [spec]);
  const ofThis = measured?.run.model === spec ? measured : undefined;
  const costs = useMemo(() => costsOf(graph, ofThis?.report), [graph, ofThis]);
  const obstacle = obstacleTo(
    useSession(({ device }) => device),
    true,
    undefined,
  );
  return (
    <>
      <div className={styles.controls}>
        <Select
          label={t('cost.network')}
          value={name}
          options={Object.keys(networks).map((value) => ({ value, label: t(`cost.networks.${value as 'vgg'}`) }))}
          onChange={(network) => change({ network })}
        />
        {revealed && (
          <Measure
            run={() => ({ model: spec, training: useSettings.getState().values })}
            again={ofThis !== undefined}
            obstacle={obstacle}
            hint={t('cost.measureHint')}
          />
        )}
      </div>
      {problem && (
        <Notice tone="error" onDismiss={dismissProblem}>
          {say(problem)}
        </Notice>
      )}
      <CostBars costs={costs} model={spec} isHidden={!revealed} measured={ofThis} />
      {revealed ? <Shares costs={costs} /> : <p className={styles.soft}>{t('cost.hidden')}</p>}
    </>
  );
}
