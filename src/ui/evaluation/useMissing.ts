import { useTranslation } from 'react-i18next';
import { useSession } from '../../state/session';
import { useObstacleText } from '../frame/obstacleText';

/** Says what an evaluation needs that is not there; undefined where nothing is missing. */
export function useMissing(): string | undefined {
  const { t } = useTranslation('evaluation');
  const sayObstacle = useObstacleText();
  const device = useSession((state) => state.device);
  const phase = useSession(({ run }) => run.phase);
  if (!device) return sayObstacle({ kind: 'loading' });
  if (device.status !== 'ready') return sayObstacle({ kind: 'noDevice' });
  return phase === 'idle' || phase === 'failed' ? t(`missing.${phase}`) : undefined;
}
