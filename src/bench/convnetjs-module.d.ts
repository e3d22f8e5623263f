/** What we use of ConvNetJS, a CommonJS module that comes without types. */
declare module 'convnetjs' {
  export interface Vol {
    /** [row][column][channel] */
    readonly w: Float64Array;
  }

  export interface Layer {
    readonly layer_type: string;
    /** Of `conv` and `fc`. */
    readonly filters?: readonly Vol[];
    readonly biases?: Vol;
  }

  export interface Net {
    readonly layers: readonly Layer[];
    makeLayers(definitions: readonly Readonly<Record<string, string | number>>[]): void;
  }

  export interface SGDOptions {
    readonly method: 'sgd';
    readonly learning_rate: number;
    readonly momentum: number;
    readonly batch_size: number;
    readonly l2_decay: number;
  }

  export interface SGDTrainer {
    /** Adds a picture's gradients, and updates after each `batch_size` of them. */
    train(x: Vol, label: number): { readonly loss: number };
  }

  const convnetjs: {
    readonly Vol: new (width: number, height: number, depth: number, fill: number) => Vol;
    readonly Net: new () => Net;
    readonly SGDTrainer: new (net: Net, options: SGDOptions) => SGDTrainer;
  };
  export default convnetjs;
}
