import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openPage, screenshot } from '../support/browser';
import { Playground } from '../support/playground';
import { firstBytes, recordPath } from '../support/records';
import { setStage } from '../support/stage';
import { END, join, parts } from '../unit/data/tarParts';

const RECORD = 3073;

const stage = setStage();

const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });

function withLabel(label: number): Buffer {
  const bytes = firstBytes('data_batch_1.bin', 5 * RECORD);
  bytes[2 * RECORD] = label;
  return bytes;
}

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

const broken = [
  {
    what: 'is cut short',
    given: file('data_batch_1.bin', firstBytes('data_batch_1.bin', 4 * RECORD + 100)),
    says: /data_batch_1\.bin.* is cut short: record 4.* 100 of its 3,073 bytes/,
  },
  { what: 'has a label above 9', given: file('data_batch_2.bin', withLabel(10)), says: /data_batch_2\.bin.*, record 2 \(counted from 0\): the label is 10/ },
  { what: 'is not gzip', given: file('cifar-10-binary.tar.gz', Buffer.from('no gzip')), says: /cifar-10-binary\.tar\.gz.* is not a gzip archive/ },
  { what: 'is CIFAR-100', given: file('train.bin', Buffer.alloc(3074 * 3)), says: /CIFAR-100/ },
  { what: 'is a picture', given: file('cat.png', PNG), says: /cat\.png.* is a PNG picture/ },
];

it('says what is wrong with a broken file and keeps what was there', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  await playground.giveFiles([recordPath('data_batch_1.bin')]);
  await page.getByText('9,000 training').waitFor();
  for (const { given, says } of broken) {
    await playground.giveFiles([given]);
    const message = page.getByRole('alert').filter({ hasText: says });
    await message.waitFor();
    await message.getByText('The data from before is still here.').waitFor();
    await page.getByText('9,000 training').waitFor();
    await message.getByRole('button', { name: 'Dismiss' }).click();
  }
  await playground.giveFiles([broken[0]?.given ?? file('', Buffer.alloc(0))]);
  await page.getByRole('alert').waitFor();
  await screenshot(page, 'broken-file');
  await finish();
});

it('has the files again at the next visit, until they are removed', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  await playground.giveFiles([recordPath('data_batch_1.bin'), recordPath('test_batch.bin')]);
  await page.getByText('Kept in this browser').waitFor();

  await page.reload();
  await page.getByText('Kept in this browser').waitFor();
  await page.getByText('10,000 training').waitFor();

  await playground.button('Remove from this browser').click();
  await playground.button('Remove').click();
  await page.getByText('2,000 test pictures').waitFor();
  await page.reload();
  await playground.ready();
  await expect.poll(() => page.getByText('Kept in this browser').count()).toBe(0);
  await finish();
});

it('takes what gunzip and tar would, names what it leaves out, and says that later files join', async () => {
  const { page, finish } = await openPage(stage.browser, stage.site.address);
  const playground = new Playground(page);
  await playground.ready();
  const before1970 = Uint8Array.from([...new Array<number>(11).fill(0xff), 0xf0]);
  const entry = (name: string, records: number) => ({ name, body: firstBytes('data_batch_1.bin', records * RECORD), time: before1970 });
  const bare = join(
    parts(
      { name: './data_batch_2.bin', type: '2', link: 'blobs/two' },
      { name: './data_batch_3.bin', type: '2', link: '/home/me/data_batch_3.bin' },
      entry('./data_batch_1.bin', 20),
      entry('./blobs/two', 10),
      entry('./TEST_BATCH.BIN', 5),
    ),
    END,
  );
  const members = join(gzipSync(bare.subarray(0, 30_000)), gzipSync(bare.subarray(30_000)), new Uint8Array(512));
  await playground.giveFiles([file('cifar-10-binary.tar.gz', Buffer.from(members)), file('letter.txt', Buffer.from('dear'))]);
  await page.getByText('30 training · 5 test pictures').waitFor();
  const remarks = page.getByText('About these files').locator('..');
  await remarks.getByText(/data_batch_3\.bin.* was left out: it is a link to .*\/home\/me/).waitFor();
  await remarks.getByText(/Left out: .*letter\.txt/).waitFor();
  await screenshot(page, 'data-remarks');

  await playground.giveFiles([file('data_batch_4 (1).bin', firstBytes('data_batch_1.bin', 4 * RECORD))]);
  await page.getByText('34 training · 5 test pictures').waitFor();
  await remarks.getByText('Added to the files from before (data_batch_1.bin, test_batch.bin, data_batch_2.bin): data_batch_4.bin.').waitFor();
  await remarks.getByText('“data_batch_4 (1).bin” was taken as data_batch_4.bin.').waitFor();
  await page.getByText('New files join these').waitFor();
  await remarks.locator('..').getByRole('button', { name: 'Dismiss' }).click();
  await expect.poll(() => remarks.count()).toBe(0);
  await finish();
});
