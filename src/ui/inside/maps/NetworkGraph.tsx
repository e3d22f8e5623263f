import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { GraphNode } from '../../../engine/graph/graph';
import type { UnitPlace } from '../../../worker/messages';
import { cx } from '../../controls';
import { useLayerWords } from '../../network/words';
import { LayerRow } from './LayerRow';
import styles from './NetworkGraph.module.css';

export interface NetworkGraphProps {
  nodes: readonly GraphNode[];
  /** What each layer gives, by its path. */
  outputs: ReadonlyMap<string, Float32Array>;
  pointed: UnitPlace | undefined;
  onPoint: (unit: UnitPlace) => void;
  onPick: (unit: UnitPlace) => void;
  /** What stands below the maps of a layer, if anything. */
  below: (path: string) => ReactNode;
}

/** The layers of a network one below the other, each with its maps; a block with its two ways side by side. */
export function NetworkGraph(props: NetworkGraphProps) {
  const [large, setLarge] = useState<string>();
  return <Chain {...props} large={large} onLarge={setLarge} />;
}

interface ChainProps extends NetworkGraphProps {
  large: string | undefined;
  onLarge: (path: string | undefined) => void;
}

function Chain({ nodes, ...rest }: ChainProps) {
  return (
    <ol className={styles.chain}>
      {nodes.map((node) => (
        <li key={node.path} className={styles.node}>
          {Object.keys(node.inner).length > 0 && <Ways node={node} {...rest} />}
          <Layer node={node} {...rest} />
        </li>
      ))}
    </ol>
  );
}

function Layer({ node, outputs, pointed, large, onLarge, onPoint, onPick, below }: Omit<ChainProps, 'nodes'> & { node: GraphNode }) {
  const values = outputs.get(node.path);
  if (!values) return null;
  const isHere = pointed?.path === node.path;
  return (
    <LayerRow {...{ node, values, onLarge, onPoint, onPick }} isLarge={large === node.path} pointed={isHere ? pointed : undefined}>
      {below(node.path)}
    </LayerRow>
  );
}

/** The ways of a block, which begin at the same values and whose ends are added. */
function Ways({ node, ...rest }: Omit<ChainProps, 'nodes'> & { node: GraphNode }) {
  const { t } = useTranslation('inside');
  const words = useLayerWords();
  const ways = Object.entries(node.inner);
  return (
    <div className={styles.ways}>
      {ways.map(([list, nodes]) => (
        <section key={list} className={cx(styles.way, nodes.length === 0 && styles.empty)} aria-label={words.list(list).name}>
          <h4 className={styles.wayName}>{words.list(list).name}</h4>
          {nodes.length > 0 ? <Chain nodes={nodes} {...rest} /> : <span className={styles.identity}>{t('maps.identity')}</span>}
        </section>
      ))}
    </div>
  );
}
