import { useTranslation } from 'react-i18next';
import { useInspected } from '../../../state/inspected';
import { useRunGraph } from '../../../state/runGraph';
import { Titled } from '../../controls';
import { Ascent } from './Ascent';
import { ChannelChoice } from './ChannelChoice';
import { Exciting } from './Exciting';
import { Explanation } from './Explanation';
import { useTarget } from './useTarget';
import styles from './why.module.css';

/** Why the network in training says what it says of a picture, and what its channels answer to. */
export function WhyView() {
  const { t } = useTranslation('insideWhy');
  const { t: inside } = useTranslation('inside');
  const graph = useRunGraph();
  const picture = useInspected((state) => state.picture);
  const target = useTarget(graph);
  if (!graph || !picture || !target) return <p className={styles.empty}>{inside('noRun')}</p>;
  return (
    <div className={styles.view}>
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
  );
}
