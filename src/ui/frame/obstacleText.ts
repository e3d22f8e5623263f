import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../i18n';
import type { Obstacle } from '../../state/form';

/** Says why nothing can be trained now, and what would mend it. */
export function useObstacleText(): (obstacle: Obstacle) => string {
  const { t } = useTranslation('training');
  const say = useProblemText();
  const { t: common } = useTranslation('common');
  return (obstacle) => {
    switch (obstacle.kind) {
      case 'network':
        return t('obstacle.network', { problem: say(obstacle.problem) });
      case 'field':
        return common('field.blocks', { field: obstacle.label });
      default:
        return t(`obstacle.${obstacle.kind}`);
    }
  };
}
