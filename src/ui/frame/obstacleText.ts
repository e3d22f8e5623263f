import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../i18n';
import type { Obstacle } from '../../state/form';

/** Says why nothing can be trained now, and what would mend it. */
export function useObstacleText(): (obstacle: Obstacle) => string {
  const { t } = useTranslation('training');
  const say = useProblemText();
  return (obstacle) =>
    obstacle.kind === 'network' ? t('obstacle.network', { problem: say(obstacle.problem) }) : t(`obstacle.${obstacle.kind}`);
}
