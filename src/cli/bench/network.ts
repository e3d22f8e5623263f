import { peerObstacle } from '../../bench/peerLayers';
import type { Graph } from '../../engine/graph/graph';
import { UsageError } from '../errors';
import type { Peer } from './options';

/** Refuses a network that one of the peers cannot train. @throws UsageError that names the peer, the layer and the cure. */
export function checkNetwork(graph: Graph, peers: readonly Peer[]): void {
  const [first] = peers;
  if (first === undefined) return;
  const cure = 'choose another model, or --peer none';
  const obstacle = peerObstacle(graph);
  if (obstacle !== undefined) throw new UsageError(`--peer ${first}: ${obstacle}; ${cure}`);
  if (!peers.includes('convnetjs')) return;
  const bare = graph.nodes.find(({ options }) => options['bias'] === false);
  if (bare) throw new UsageError(`--peer convnetjs: ${bare.path}: its layers always have a bias; ${cure}`);
}
