import { useTranslation } from 'react-i18next';
import { useInside } from '../../../state/inside';
import { useInspected } from '../../../state/inspected';
import { useRunGraph } from '../../../state/runGraph';
import { Titled } from '../../controls';
import { LookedAt } from '../maps/LookedAt';
import { Ascent } from './Ascent';
import { ChannelChoice } from './ChannelChoice';
import { Exciting } from './Exciting';
import { Explanation } from './Explanation';
import { Probabilities } from './Probabilities';
import { useTarget } from './useTarget';
import styles from './why.module.css';

/** Why the network in training says what it says of a picture, and what its channels answer to. */
export function WhyView() {
  const { t } = useTranslation('insideWhy');
  const { t: inside } = useTranslation('inside');
  const graph = useRunGraph();
  const picture = useInspected((state) => state.picture);
  const target = useTarget(graph);
  const report = useInside((state) => state.why);
  const truth = picture?.origin.kind === 'test' ? picture.origin.label : undefined;
  return (
    <div className={styles.view}>
      <div className={styles.side}>
        <LookedAt area={undefined} />
        {report && <Probabilities report={report} truth={truth} />}
      </div>
      {graph && picture && target ? (
        <div className={styles.main}>
          <Titled title={t('answer.title')} hint={t('answer.hint')}>
            <Explanation graph={graph} picture={picture} />
          </Titled>
          <Titled title={t('channel.title')} hint={t('channel.hint')}>
            <ChannelChoice graph={graph} target={target} />
            <div className={styles.pair}>
              <Exciting graph={graph} target={target} />
              <Ascent graph={graph} target={target} />
            </div>
          </Titled>
        </div>
      ) : (
        <p className={styles.empty}>{inside('noRun')}</p>
      )}
    </div>
  );
}
