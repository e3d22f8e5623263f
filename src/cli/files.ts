import { access, chmod, constants, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { textOf } from '../data/text';
import { buildGraph, type Graph } from '../engine/graph/graph';
import { parseModelFile, type ModelFile } from '../engine/graph/parse';
import { isPreset, presetNames, presets } from '../engine/graph/presets';
import { recipeOf } from '../engine/graph/presets/recipes';
import { CIFAR_INPUT, type ModelSpec } from '../engine/graph/spec';
import { fail } from '../engine/problem';
import type { NamedTensor } from '../engine/weights/layout';
import { decodeSafetensors, encodeSafetensors } from '../engine/weights/safetensors';
import { from, RunError, UsageError } from './errors';

/** Where the model file travels in a file of weights. */
const MODEL_ENTRY = 'kernelgarten.model';

async function read(option: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch {
    const there = await stat(path).catch(() => undefined);
    throw new UsageError(`${option}: ${path} ${there ? 'is not a file that can be read' : 'does not exist'}`);
  }
}

/** A preset, or a model file. @throws UsageError, or ProblemError `model.*` with the path of the offence. */
export async function loadModel(nameOrFile: string): Promise<ModelFile> {
  if (isPreset(nameOrFile)) {
    const training = recipeOf(nameOrFile);
    return { model: presets[nameOrFile], ...(training ? { training } : {}) };
  }
  const known = `there is no preset of that name (${presetNames.join(', ')})`;
  const bytes = await read('--model', nameOrFile).catch((error: unknown) => {
    throw error instanceof UsageError ? new UsageError(`${error.message}, and ${known}`) : error;
  });
  const text = textOf(bytes) ?? fail('model.notText', {}, nameOrFile);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--model: ${nameOrFile} is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  return from(nameOrFile, () => parseModelFile(json));
}

/** The graph of a model that takes pictures of CIFAR-10's size. @throws ProblemError `model.*` */
export function modelGraph(model: ModelSpec): Graph {
  const { channels, height, width } = model.input;
  const isPicture = channels === CIFAR_INPUT.channels && height === CIFAR_INPUT.height && width === CIFAR_INPUT.width;
  if (!isPicture) fail('model.inputNotPictures', { channels, height, width }, 'input');
  return buildGraph(model);
}

/** @throws UsageError, or ProblemError `model.weights*` */
export async function loadWeights(path: string): Promise<readonly NamedTensor[]> {
  const bytes = await read('--init', path);
  return (await from(path, () => decodeSafetensors(bytes))).tensors;
}

/** Finds out before a long run whether its file can be written, by making one beside it. @throws UsageError that names the option. */
export async function checkWritable(option: string, path: string): Promise<void> {
  if (path === '') throw new UsageError(`${option} needs the name of a file`);
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) throw new UsageError(`${option}: ${path} is a folder`);
  try {
    if (there) await access(path, constants.W_OK);
    if (there && !there.isFile()) return;
    const beside = besides(await targetOf(path));
    await writeFile(beside, '');
    await rm(beside);
  } catch (error) {
    throw new UsageError(`${option}: ${path} cannot be written (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** The file itself, where a path is a link to one. */
async function targetOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

/** Where a file is written before it takes its name. */
function besides(target: string): string {
  return `${target}.${process.pid}.part`;
}

/**
 * Writes a file as a whole or not at all: beside it first, and then renamed, so that one that was there is lost in no accident.
 * What is no file, as a pipe or a terminal, is written to as it is.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const target = await targetOf(path);
  const there = await stat(target).catch(() => undefined);
  if (there && !there.isFile()) return writeFile(target, content);
  const beside = besides(target);
  try {
    await writeFile(beside, content);
    if (there) await chmod(beside, there.mode & 0o777);
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** @param option the one that asks for it. @throws RunError that names it. */
export async function saveWeights(option: string, path: string, tensors: readonly NamedTensor[], model: ModelSpec): Promise<void> {
  try {
    await writeWhole(path, encodeSafetensors(tensors, { [MODEL_ENTRY]: JSON.stringify(model) }));
  } catch (error) {
    throw new RunError(`${option}: ${path} could not be written (${error instanceof Error ? error.message : String(error)})`);
  }
}
