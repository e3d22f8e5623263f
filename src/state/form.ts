import { useMemo } from 'react';
import type { Problem } from '../engine/problem';
import type { DeviceReport, LiveSettings, RunConfig } from '../worker/messages';
import { useData } from './data';
import { FORM, useFieldInError } from './fieldErrors';
import { useNetwork, useTrainingBlock } from './network';
import { differences, type Difference } from './restart';
import { onMessage, send, useSession } from './session';
import { liveChanges, liveOf, useSettings } from './settings';

/** The run that the form describes now. */
export function formConfig(): RunConfig {
  return { model: useNetwork.getState().spec, training: useSettings.getState().values };
}

/** Why nothing can be trained now. */
export type Obstacle =
  | { readonly kind: 'loading' | 'noDevice' | 'noData' }
  /** The network does not work, or is too large for the adapter. */
  | { readonly kind: 'network'; readonly problem: Problem }
  /** What is typed in a field is no value that could be taken, so the form would not do what it shows. */
  | { readonly kind: 'field'; readonly label: string };

/** The first thing in the way of a new run. @param field the label of one that is in error. */
export function obstacleTo(device: DeviceReport | undefined, hasData: boolean, block: Problem | undefined, field?: string): Obstacle | undefined {
  if (device === undefined) return { kind: 'loading' };
  if (device.status !== 'ready') return { kind: 'noDevice' };
  if (block) return { kind: 'network', problem: block };
  if (field !== undefined) return { kind: 'field', label: field };
  return hasData ? undefined : { kind: 'noData' };
}

/**
 * What stands in the way of a new run; undefined when nothing does.
 * @param place where there are fields beside those of the form that must hold values: see {@link FieldsOf}.
 */
export function useObstacle(place: string = FORM): Obstacle | undefined {
  const device = useSession((state) => state.device);
  const hasData = useData((state) => state.summary !== undefined);
  const [formField, ownField] = [useFieldInError(FORM), useFieldInError(place)];
  return obstacleTo(device, hasData, useTrainingBlock(), formField ?? ownField);
}

/** How the form differs from the present run; empty where there is no run. */
export function useDifferences(): readonly Difference[] {
  const run = useSession((state) => state.runConfig);
  const model = useNetwork((state) => state.spec);
  const training = useSettings((state) => state.values);
  const runData = useData((state) => state.runData);
  const data = useData((state) => state.summary);
  return useMemo(() => (run ? differences(run, { model, training }, { run: runData, form: data }) : []), [run, model, training, runData, data]);
}

/** Hands changes of the live settings to a run that can take them up; not several at once, which are filled in for another run. Call once. */
export function startLiveSettings(): void {
  const takesThem = () => ['running', 'paused', 'preparing'].includes(useSession.getState().run.phase);
  const hand = (changed: readonly (keyof LiveSettings)[]) => {
    const { runConfig } = useSession.getState();
    if (!runConfig || changed.length === 0 || !takesThem()) return;
    const { values } = useSettings.getState();
    const training = { ...runConfig.training, ...Object.fromEntries(changed.map((name) => [name, values[name]])) };
    useSession.setState({ runConfig: { ...runConfig, training } });
    send({ type: 'setLive', live: liveOf(training) });
  };
  useSettings.subscribe(({ values }, { values: before }) => {
    const changed = liveChanges(before, values);
    if (changed.length === 1) hand(changed);
  });
  // Changed between the press of the button and the worker's answer: the run began with the old value.
  onMessage((message) => {
    if (message.type === 'run' && message.config) hand(liveChanges(message.config.training, useSettings.getState().values));
  });
}
