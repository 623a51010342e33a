import { expect, test } from 'vitest';
import { reportSchema } from '../../server/src/cli/report-schema.ts';
import { sample } from './sample.ts';

test('the report fits its schema', () => {
  expect(reportSchema.parse(JSON.parse(JSON.stringify(sample)))).toEqual(sample);
});
