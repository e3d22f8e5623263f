import { describe, expect, it } from 'vitest';
import { adviceFor, browserFacts } from '../../../src/ui/unavailable/browser';

const agents = {
  chromeLinux: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  edge: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  safari: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15',
  chromeIphone: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0.0.0 Mobile/15E148 Safari/604.1',
  chromeAndroid: 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
} as const;

describe('browser and system from the user agent', () => {
  it.each([
    ['chromeLinux', 'Chrome', 'linux'],
    ['edge', 'Edge', 'windows'],
    ['firefox', 'Firefox', 'linux'],
    ['safari', 'Safari', 'mac'],
    ['chromeIphone', 'Chrome', 'ios'],
    ['chromeAndroid', 'Chrome', 'android'],
  ] as const)('%s', (agent, browser, system) => {
    expect(browserFacts(agents[agent])).toEqual({ browser, system });
  });
});

describe('advice', () => {
  it('names flags on Linux only, and the preference in Firefox', () => {
    expect(adviceFor('noWebGpu', browserFacts(agents.chromeLinux))).toContain('chromiumLinux');
    expect(adviceFor('noWebGpu', browserFacts(agents.edge))).not.toContain('chromiumLinux');
    expect(adviceFor('noWebGpu', browserFacts(agents.firefox))).toContain('firefoxPreference');
  });

  it('does not send anyone on iOS to another browser', () => {
    expect(adviceFor('noWebGpu', browserFacts(agents.chromeIphone))).toEqual(['ios']);
  });

  it('has something for a browser that it does not know', () => {
    expect(adviceFor('noAdapter', browserFacts('curl/8'))).toEqual(['other']);
  });
});
