import i18next from 'i18next';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { HintProvider, NumberField } from '../../../src/ui/controls';
import type { NumberFieldProps } from '../../../src/ui/controls';

const props: NumberFieldProps = { label: 'Learning rate', value: 0.01, min: 0, max: 1, onChange: () => undefined };
const draw = (more: Partial<NumberFieldProps>) => renderToStaticMarkup(createElement(HintProvider, null, createElement(NumberField, { ...props, ...more })));
/** Text of the element with an id, or of a tag. */
const textOf = (html: string, mark: string) => new RegExp(`<\\w+[^>]*${mark}[^>]*>(.*?)</`).exec(html)?.[1];
const attribute = (html: string, name: string) => new RegExp(`<input[^>]* ${name}="([^"]*)"`).exec(html)?.[1];

describe('a field for screen readers', () => {
  beforeAll(() => i18next.use(initReactI18next).init({ lng: 'en', resources: {}, initAsync: false }));

  it('is named by its label alone; remark and hint describe it', () => {
    const html = draw({ remark: 'live', hint: 'How far a step goes.' });
    expect(textOf(html, `for="${attribute(html, 'id')}"`)).toBe('Learning rate');
    const described = (attribute(html, 'aria-describedby') ?? '').split(' ').map((id) => textOf(html, `id="${id}"`));
    expect(described).toEqual(['live', 'How far a step goes.']);
  });

  it('is described by what is wrong with its value', () => {
    const html = draw({ problem: 'Too fast.' });
    expect(textOf(html, `id="${attribute(html, 'aria-describedby')}"`)).toBe('Too fast.');
    expect(attribute(html, 'aria-invalid')).toBe('true');
  });

  it('has no description where there is nothing to say', () => {
    expect(attribute(draw({}), 'aria-describedby')).toBeUndefined();
  });
});
