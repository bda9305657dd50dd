import type { INodeType } from 'n8n-workflow';

/** A node that does nothing, to get a real execution context. */
export function bareNode(): INodeType {
  return {
    description: {
      displayName: 'Bare',
      name: 'bare',
      group: [],
      version: 1,
      description: '',
      defaults: {},
      inputs: ['main'],
      outputs: ['main'],
      properties: [],
    },
    async execute() {
      return [[]];
    },
  };
}
