import { z } from 'zod';
import { benchmarkResultsSchema } from './benchmark';
import { performanceReportSchema } from './performance-report';
import { configFileSchema, type Affects } from './settings';
import { stepSchema } from './steps';

const affectsInWords: Readonly<Record<Affects, string>> = {
  result: 'Affects the result.',
  plan: 'Affects the plan (speed and memory) alone.',
};

const ownWords = ['expects', 'results', 'reads', 'writes', 'needsOneOf'];

const forEditors = (schema: z.ZodType, title: string): object => ({
  title,
  ...z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    reused: 'ref',
    override: ({ jsonSchema }) => {
      const affects = jsonSchema['affects'] as Affects | undefined;
      const { description } = jsonSchema;
      // Zod comes here for a schema and again for what wraps it; and some descriptions say it in words of their own.
      if (affects !== undefined && description !== undefined && !description.includes('Affects ')) {
        jsonSchema.description = `${description} ${affectsInWords[affects]}`;
      }
      // Words for our own messages and our own editor; others have theirs.
      for (const key of ownWords) Reflect.deleteProperty(jsonSchema, key);
    },
  }),
});

/** The JSON schemas of what is written by hand and of what programs read, by the name of their file in `configs/`. */
export const jsonSchemas = (): Readonly<Record<string, object>> => ({
  'settings.schema.json': forEditors(configFileSchema, 'Gait Notebook settings'),
  'steps.schema.json': forEditors(stepSchema, 'A step of a gait notebook'),
  'benchmark_results.schema.json': forEditors(
    benchmarkResultsSchema,
    'Results of a benchmark of Gait Notebook',
  ),
  'performance_report.schema.json': forEditors(
    performanceReportSchema,
    'Performance report of Gait Notebook',
  ),
});
