import type { Change } from '../../pictures/augmentation';
import { volume, type Shape } from '../../shape';
import { metricsStruct, pickStruct } from '../../kernels/shared';
import { Random } from '../../random';
import { pickOf } from '../../runtime/batch';
import { deviceBytes, meanGrey, packPicture, scalesAndShifts, type ChannelStatistics } from '../../pictures/pictures';
import { changedPicture, mixed } from '../reference';
import { TRIAL_CHANGES } from '../trialStep';
import type { OperatorRule, Trial } from './types';

/** Buffers that pictures are spread over, and pictures in each. */
const [CHUNKS, PER_CHUNK] = [4, 5];
const NOTHING = new Uint8Array();
/** Where the figures of a batch lie among the numbers of their binding. */
const [LOSS_SUM, CORRECT, BROKEN] = [metricsStruct.wordOf('lossSum'), metricsStruct.wordOf('correct'), metricsStruct.wordOf('broken')];

type BeforeTrial = Omit<Trial, 'given' | 'dot'>;

const shapeOf = ({ size }: BeforeTrial): Shape => ({ channels: size('CHANNELS'), height: size('HEIGHT'), width: size('WIDTH') });

const statisticsOf = ({ channels }: Shape): ChannelStatistics[] =>
  Array.from({ length: channels }, (_, channel) => ({ mean: 0.3 + 0.1 * (channel % 4), deviation: 0.2 + 0.05 * (channel % 3) }));

/** The bytes of the pictures that there are, by chunk. */
function sourcePictures(shape: Shape): readonly (readonly Uint8Array[])[] {
  const random = Random.from(4);
  const picture = () => Uint8Array.from({ length: volume(shape) }, () => random.below(256));
  return Array.from({ length: CHUNKS }, () => Array.from({ length: PER_CHUNK }, picture));
}

const sourceOf = (slot: number) => ({ chunk: slot % CHUNKS, picture: Math.floor(slot / 3) % PER_CHUNK });

/** Shifts and squares need a picture of some size. */
function changeOf({ height, width }: Shape, slot: number): Change {
  const usable = Math.min(height, width) < 6 ? TRIAL_CHANGES.slice(0, 2) : TRIAL_CHANGES;
  return usable[(slot + Math.floor(slot / 4)) % usable.length] ?? {};
}

export const loadBatch: OperatorRule = {
  holds(trial) {
    const shape = shapeOf(trial);
    const pictureWords = deviceBytes(shape) / 4;
    const sources = sourcePictures(shape);
    const picks = pickStruct.packed(
      Array.from({ length: trial.size('BATCH') }, (_, slot) => {
        const { chunk, picture } = sourceOf(slot);
        const place = { chunk, start: picture * pictureWords, label: 0 };
        return pickOf(place, changeOf(shape, slot), () => meanGrey(sources[chunk]?.[picture] ?? NOTHING, shape));
      }),
    );
    const chunks = sources.map((pictures) => {
      const packed = new Uint8Array(PER_CHUNK * deviceBytes(shape));
      for (const [at, bytes] of pictures.entries()) packPicture(bytes, shape, packed, at * deviceBytes(shape));
      return new Uint32Array(packed.buffer);
    });
    const [first = picks, second = picks, third = picks, fourth = picks] = chunks;
    return { 1: picks, 2: new Uint32Array(scalesAndShifts(statisticsOf(shape)).buffer), 3: first, 4: second, 5: third, 6: fourth };
  },
  outputs(trial) {
    const shape = shapeOf(trial);
    const [{ channels, height, width }, groups, { pictures, mixing }] = [shape, trial.size('IN_C4'), trial.step];
    const sources = sourcePictures(shape);
    const known = new Map<number, ArrayLike<number>>();
    const changed = (slot: number) => {
      const { chunk, picture } = sourceOf(slot);
      return changedPicture(sources[chunk]?.[picture] ?? NOTHING, shape, statisticsOf(shape), changeOf(shape, slot));
    };
    const pictureAt = (slot: number) => {
      const found = known.get(slot) ?? mixed(changed(slot), changed((slot + mixing.partner) % pictures), mixing.share);
      known.set(slot, found);
      return found;
    };
    const value = (index: number) => {
      const [channel, place] = [index % (groups * 4), Math.floor(index / (groups * 4))];
      const [position, slot] = [place % (height * width), Math.floor(place / (height * width))];
      return channel < channels && slot < pictures ? (pictureAt(slot)[channel * height * width + position] ?? NaN) : 0;
    };
    return [{ binding: 7, sides: [trial.size('BATCH'), height, width, groups, 4], terms: 1000, value }];
  },
};

export const softmaxCrossEntropy: OperatorRule = {
  holds(trial) {
    const picks = Array.from({ length: trial.size('BATCH') }, (_, slot) => ({ ...pickStruct.zero, label: labelOf(trial, slot) }));
    return { 1: { scale: 4 }, 2: pickStruct.packed(picks) };
  },
  outputs(trial) {
    const [batch, classes, places, { pictures, total, mixing, settings }] = [trial.size('BATCH'), trial.size('CLASSES'), trial.size('PLACES'), trial.step];
    const logits = trial.given(1);
    const logitsOf = (slot: number) => Array.from({ length: classes }, (_, k) => logits(slot * places + trial.size(`PLACE_${k}`)));
    const partnerOf = (slot: number) => labelOf(trial, (slot + mixing.partner) % pictures);
    const targetsOf = (slot: number) =>
      Array.from({ length: classes }, (_, k) => {
        const labelled = (1 - mixing.share) * Number(k === labelOf(trial, slot)) + mixing.share * Number(k === partnerOf(slot));
        return settings.labelSmoothing / classes + (1 - settings.labelSmoothing) * labelled;
      });
    const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0);
    const softmax = (slot: number) => {
      const powers = logitsOf(slot).map(Math.exp);
      return powers.map((power) => power / sum(powers));
    };
    const lossOf = (slot: number) => {
      const [targets, z] = [targetsOf(slot), logitsOf(slot)];
      return Math.log(sum(z.map(Math.exp))) - sum(z.map((logit, k) => logit * (targets[k] ?? NaN)));
    };
    const isRight = (slot: number) => {
      const z = logitsOf(slot);
      return z.indexOf(Math.max(...z)) === (mixing.share > 0.5 ? partnerOf(slot) : labelOf(trial, slot));
    };
    const gradient = (index: number) => {
      const [slot, k] = [Math.floor(index / places), trial.size(`CLASS_${index % places}`)];
      if (slot >= pictures || k >= classes) return 0;
      return (((softmax(slot)[k] ?? NaN) - (targetsOf(slot)[k] ?? NaN)) / total) * trial.size('LOSS_SCALE');
    };
    const slots = Array.from({ length: pictures }, (_, slot) => slot);
    const figure = { binding: 5, sides: [metricsStruct.bytes / 4], terms: pictures * classes };
    return [
      { binding: 3, sides: [batch, places / 4, 4], terms: classes, value: gradient },
      { binding: 4, sides: [batch, classes], terms: classes, value: (index) => softmax(Math.floor(index / classes))[index % classes] ?? NaN },
      { ...figure, draw: () => LOSS_SUM, value: () => sum(slots.map(lossOf)) },
      {
        ...figure,
        draw: (digit) => [CORRECT, BROKEN][digit(2)] ?? CORRECT,
        whole: true,
        value: (index) => (index === CORRECT ? slots.filter(isRight).length : 0),
      },
    ];
  },
};

const labelOf = ({ size }: Pick<Trial, 'size'>, slot: number) => (slot * 7 + 3) % size('CLASSES');
