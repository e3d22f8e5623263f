/** What we use of ConvNetJS, which comes without types. */
declare module 'convnetjs' {
  class Vol {
    /** [row][column][channel] */
    readonly w: Float64Array;
    constructor(width: number, height: number, depth: number, fill: number);
  }

  interface Layer {
    readonly layer_type: string;
    /** Of `conv` and `fc`. */
    readonly filters?: readonly Vol[];
    readonly biases?: Vol;
  }

  export class Net {
    readonly layers: readonly Layer[];
    makeLayers(definitions: readonly Readonly<Record<string, string | number>>[]): void;
  }

  class SGDTrainer {
    constructor(
      net: Net,
      options: {
        readonly method: 'sgd';
        readonly learning_rate: number;
        readonly momentum: number;
        readonly batch_size: number;
        readonly l2_decay: number;
      },
    );
    /** Adds a picture's gradients, and updates after each `batch_size` of them. */
    train(x: Vol, label: number): { readonly loss: number };
  }

  /** A CommonJS module: Node gives all of it as the default. */
  const convnetjs: { readonly Net: typeof Net; readonly SGDTrainer: typeof SGDTrainer; readonly Vol: typeof Vol };
  export default convnetjs;
}
