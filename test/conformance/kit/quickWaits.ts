/** n8n-workflow with every wait of ours taking a fiftieth of its time; what the stand-ins do takes as long as it takes. */
export function quickWaits(): typeof import('n8n-workflow') {
  const real = jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow');
  return { ...real, sleep: async (milliseconds: number) => await real.sleep(milliseconds / 50) };
}
