import { useTranslation } from 'react-i18next';
import type { Graph } from '../../../engine/graph/graph';
import { useFormat } from '../../controls';
import { useRunClasses } from '../../data/useRunClasses';
import { useOperatorName } from '../../profile/words';

/** What people call a channel: `6 conv2d, channel 3`, or `10 dense, cat`. */
export function useChannelName(graph: Graph): (path: string, channel: number) => string {
  const { t } = useTranslation('insideWhy');
  const format = useFormat();
  const nameOf = useOperatorName(graph.spec);
  const className = useRunClasses();
  const last = graph.nodes.at(-1)?.path;
  return (path, channel) =>
    path === last
      ? t('channel.ofClass', { layer: nameOf(path), name: className(channel) })
      : t('channel.ofLayer', { layer: nameOf(path), channel: format.place(channel) });
}
