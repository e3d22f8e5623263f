import { browserStorage } from './storage';

const KEY = 'kernelgarten.gpuLost';

/**
 * How long after a loss a missing adapter is put down to it. Chromium withholds the GPU for two minutes from a site that has
 * lost it more than once (`kBlockedDomainExpirationPeriod` in content/browser/gpu/gpu_data_manager_impl_private.cc); all
 * tabs of the site, so the loss is kept for all of them.
 */
const WITHHELD_MS = 5 * 60_000;

export function rememberLoss(): void {
  browserStorage.setItem(KEY, String(Date.now()));
}

export function wasLostLately(): boolean {
  const since = Date.now() - Number(browserStorage.getItem(KEY) ?? NaN);
  return since >= 0 && since < WITHHELD_MS;
}
