import { useTranslation } from 'react-i18next';
import { version } from '../../../package.json';
import { useProblemText } from '../../i18n';
import { useSession } from '../../state/session';
import type { DeviceReport } from '../../worker/messages';

/** What someone who looks into a fault needs to know of this page, browser and GPU: plain text, a line for each fact. */
export function useReport(): () => string {
  const { t } = useTranslation('training');
  const say = useProblemText();
  return () => {
    const { device, adapter, proof, lastProblem } = useSession.getState();
    const lines: (readonly [string, string])[] = [
      [t('report.version'), version],
      [t('report.browser'), navigator.userAgent],
      [t('report.device'), stateOf(device)],
    ];
    if (adapter) {
      const { vendor, architecture, description, software, features, limits } = adapter;
      const names = [vendor, architecture, description].filter(Boolean).join(' · ') || t('adapter.unnamed');
      lines.push(
        [t('report.adapter'), software ? `${names} (${t('adapter.software')})` : names],
        [t('report.features'), features.join(', ') || t('report.none')],
        [
          t('report.limits'),
          Object.entries(limits)
            .map(([name, value]) => `${name} ${value}`)
            .join(', '),
        ],
      );
    }
    const checked = proof && t('report.checked', { checked: proof.checked, failed: proof.failures.length });
    lines.push([t('report.checks'), checked ?? t('report.none')]);
    for (const failure of proof?.failures ?? []) lines.push([t('report.failed'), t('adapter.failure', { ...failure })]);
    const place = lastProblem?.path ? `, ${lastProblem.path}` : '';
    lines.push([t('report.problem'), lastProblem ? `${say(lastProblem)} (${lastProblem.code}${place})` : t('report.none')]);
    return [`Kernelgarten`, ...lines.map(([label, text]) => `- ${label}: ${text}`), ''].join('\n');
  };
}

/** Not in words: what the page found, as the source calls it, with what the browser said. */
function stateOf(device: DeviceReport | undefined): string {
  if (!device) return '…';
  if (device.status === 'ready') return device.status;
  return [device.status, device.reason, device.detail].filter(Boolean).join(', ');
}
