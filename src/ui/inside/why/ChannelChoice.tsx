import { useTranslation } from 'react-i18next';
import { everyNode, type Graph } from '../../../engine/graph/graph';
import { useWhy } from '../../../state/why';
import { NumberField, Select, useFormat } from '../../controls';
import { useRunClasses } from '../../data/useRunClasses';
import { useOperatorName } from '../../profile/words';
import { givesClasses, type Target } from './useTarget';
import styles from './why.module.css';

/** The layer and the channel to be excited; of the last layer, a class. */
export function ChannelChoice({ graph, target: { node, channel } }: { graph: Graph; target: Target }) {
  const { t } = useTranslation('insideWhy');
  const format = useFormat();
  const nameOf = useOperatorName(graph.spec);
  const className = useRunClasses();
  const set = useWhy((state) => state.set);
  const { channels } = node.output;
  return (
    <div className={styles.controls}>
      <Select
        label={t('channel.layer')}
        hintSide="top"
        value={node.path}
        options={everyNode(graph.nodes).map(({ path }) => ({ value: path, label: nameOf(path) }))}
        onChange={(path) => set({ target: path, channel: 0 })}
      />
      {givesClasses(graph, node) ? (
        <Select
          label={t('channel.class')}
          value={String(channel)}
          options={Array.from({ length: channels }, (_, label) => ({ value: String(label), label: className(label) }))}
          onChange={(label) => set({ channel: Number(label) })}
        />
      ) : (
        <NumberField
          label={t('channel.channel')}
          hint={t('channel.channelHint', { count: channels, shown: format.number(channels) })}
          hintSide="top"
          {...{ value: channel, min: 0, max: channels - 1, integer: true, width: 5 }}
          onChange={(next) => set({ channel: next })}
        />
      )}
    </div>
  );
}
