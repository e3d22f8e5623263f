import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sightOf } from '../../../engine/explain/sight';
import { useInside, useWish } from '../../../state/inside';
import { useInspected } from '../../../state/inspected';
import { useRunGraph } from '../../../state/runGraph';
import { useUnit } from '../../../state/unit';
import type { UnitPlace } from '../../../worker/messages';
import { Arithmetic } from './Arithmetic';
import styles from './MapsView.module.css';
import { NetworkGraph } from './NetworkGraph';
import { Pointed } from './Pointed';
import { LookedAt } from './LookedAt';

/** What every layer makes of a picture; what a value of it sees, and how it comes about. */
export function MapsView() {
  const { t } = useTranslation('inside');
  const picture = useInspected((state) => state.picture);
  const live = useInside((state) => state.maps);
  const graph = useRunGraph();
  const [lastPointed, setPointed] = useState<UnitPlace>();
  const { asked, report, explain, close } = useUnit();
  useWish('maps', picture);
  useEffect(() => close, [close]);
  // Another picture while a unit is explained: the same unit of that one.
  useEffect(() => {
    const open = useUnit.getState().asked;
    if (picture && open) useUnit.getState().explain(open, picture.pixels);
  }, [picture]);
  const pick = useCallback(
    (unit: UnitPlace) => {
      if (picture) explain(unit, picture.pixels);
    },
    [picture, explain],
  );
  // While a unit is explained, all is of the step that its numbers are of.
  const maps = (asked && report?.maps) ?? live;
  const pointed = lastPointed && maps?.outputs.has(lastPointed.path) ? lastPointed : undefined;
  const sight = useMemo(() => graph && pointed && sightOf(graph, pointed.path, pointed), [graph, pointed]);
  const isWhole = graph && maps && graph.nodes.every(({ path }) => maps.outputs.has(path));
  return (
    <div className={styles.view}>
      <div className={styles.side}>
        <LookedAt area={sight?.area} />
        {isWhole && (
          <div className={styles.pointed}>
            <Pointed graph={graph} maps={maps} unit={pointed} sight={sight} />
          </div>
        )}
      </div>
      {isWhole ? (
        <div className={styles.main}>
          <p className={styles.how}>{t('maps.how')}</p>
          <NetworkGraph
            nodes={graph.nodes}
            outputs={maps.outputs}
            pointed={pointed}
            onPoint={setPointed}
            onPick={pick}
            below={(path) => asked?.path === path && <Arithmetic graph={graph} />}
          />
        </div>
      ) : (
        <p className={styles.how}>{t('noRun')}</p>
      )}
    </div>
  );
}
