import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Graph } from '../../../engine/graph/graph';
import { inquire, useInquiries } from '../../../state/inquiries';
import { useInspected } from '../../../state/inspected';
import { useWhy } from '../../../state/why';
import type { ExcitingPicture } from '../../../worker/messages';
import { Select, Titled, useFormat } from '../../controls';
import { Picture } from '../../data/Picture';
import { useRunClasses } from '../../data/useRunClasses';
import { InquiryButton } from '../InquiryButton';
import { Framed } from '../maps/Framed';
import { useChannelName } from './useChannelName';
import type { Target } from './useTarget';
import styles from './why.module.css';

const SCALE = 3;
const AMOUNTS = [500, 1000, 2000, 10000];

/** The test pictures on which a channel gives the largest values, each with what the peak sees of it. */
export function Exciting({ graph, target: { node, channel } }: { graph: Graph; target: Target }) {
  const { t } = useTranslation('insideWhy');
  const format = useFormat();
  const channelName = useChannelName(graph);
  const { pictures, set } = useWhy();
  const finding = useInquiries((state) => state.exciting.finding);
  return (
    <Titled title={t('exciting.title')} hint={t('exciting.hint')}>
      <div className={styles.controls}>
        <Select
          label={t('exciting.pictures')}
          value={String(pictures)}
          options={AMOUNTS.map((amount) => ({ value: String(amount), label: format.number(amount) }))}
          onChange={(amount) => set({ pictures: Number(amount) })}
        />
        <InquiryButton
          kind="exciting"
          label={t('exciting.find')}
          hint={t('exciting.findHint')}
          icon={<Search />}
          onAsk={() => inquire({ kind: 'exciting', path: node.path, channel, pictures })}
        />
      </div>
      {finding && (
        <>
          <p className={styles.note}>
            {t('exciting.of', {
              channel: channelName(finding.path, finding.channel),
              pictures: format.number(finding.pictures),
              step: format.number(finding.step),
            })}
          </p>
          <ul className={styles.nine}>
            {finding.items.map((item) => (
              <Excited key={item.index} item={item} />
            ))}
          </ul>
        </>
      )}
    </Titled>
  );
}

/** One of them; pressed, it becomes the picture that is looked at. */
function Excited({ item: { index, label, pixels, value, area } }: { item: ExcitingPicture }) {
  const { t } = useTranslation('insideWhy');
  const format = useFormat();
  const className = useRunClasses();
  const showTest = useInspected((state) => state.showTest);
  const name = t('exciting.picture', { index: format.place(index), name: className(label), value: format.significant(value) });
  return (
    <li>
      <button type="button" className={styles.excited} aria-label={name} title={t('exciting.look')} onClick={() => showTest(index)}>
        <Framed area={area} scale={SCALE}>
          <Picture pixels={pixels} scale={SCALE} />
        </Framed>
        <span className={styles.value}>{format.significant(value)}</span>
      </button>
    </li>
  );
}
