export type BrowserName = 'Chrome' | 'Edge' | 'Opera' | 'Firefox' | 'Safari';
export type SystemName = 'windows' | 'mac' | 'linux' | 'chromeos' | 'android' | 'ios' | 'other';

export interface BrowserFacts {
  readonly browser: BrowserName | undefined;
  readonly system: SystemName;
}

/** Browser and system from a user agent string: good enough to choose the right advice, and nothing else rests on it. */
export function browserFacts(userAgent: string): BrowserFacts {
  return { browser: browserName(userAgent), system: systemName(userAgent) };
}

function browserName(agent: string): BrowserName | undefined {
  // Each of these names itself after the ones below it, and on iOS all of them are Safari inside.
  if (/Edg(A|iOS)?\//.test(agent)) return 'Edge';
  if (/OPR\//.test(agent)) return 'Opera';
  if (/(Firefox|FxiOS)\//.test(agent)) return 'Firefox';
  if (/(Chrome|Chromium|CriOS)\//.test(agent)) return 'Chrome';
  if (/Safari\//.test(agent)) return 'Safari';
  return undefined;
}

function systemName(agent: string): SystemName {
  if (/iPhone|iPad|iPod/.test(agent)) return 'ios';
  if (/Android/.test(agent)) return 'android';
  if (/Windows/.test(agent)) return 'windows';
  if (/Mac OS X|Macintosh/.test(agent)) return 'mac';
  if (/CrOS/.test(agent)) return 'chromeos';
  if (/Linux/.test(agent)) return 'linux';
  return 'other';
}

/** Key of one piece of advice, under `training:unavailable.do`. */
export type Advice =
  | 'chromium'
  | 'chromiumAndroid'
  | 'chromiumAcceleration'
  | 'chromiumLinux'
  | 'chromiumGpu'
  | 'firefox'
  | 'firefoxPreference'
  | 'safari'
  | 'safariPreference'
  | 'ios'
  | 'other'
  | 'driver'
  | 'remote'
  | 'closePrograms'
  | 'wait'
  | 'restart';

export type Reason = 'noWebGpu' | 'noAdapter' | 'noDevice' | 'withheld';

/** What to try, the likeliest first. */
export function adviceFor(reason: Reason, { browser, system }: BrowserFacts): readonly Advice[] {
  if (reason === 'withheld') return ['wait', 'restart'];
  if (reason === 'noDevice') return ['closePrograms', 'restart', 'driver'];
  if (system === 'ios') return ['ios'];
  const missing = reason === 'noWebGpu';
  switch (browser) {
    case 'Chrome':
    case 'Edge':
    case 'Opera': {
      if (system === 'android') return missing ? ['chromiumAndroid'] : ['chromiumAndroid', 'chromiumGpu'];
      const settings: readonly Advice[] = ['chromiumAcceleration', ...(system === 'linux' ? (['chromiumLinux'] as const) : [])];
      return missing ? ['chromium', ...settings] : [...settings, 'driver', 'chromiumGpu', 'remote'];
    }
    case 'Firefox':
      return missing ? ['firefox', 'firefoxPreference', 'other'] : ['driver', 'restart', 'remote', 'other'];
    case 'Safari':
      return missing ? ['safari', 'safariPreference', 'other'] : ['restart', 'other'];
    default:
      return ['other'];
  }
}
