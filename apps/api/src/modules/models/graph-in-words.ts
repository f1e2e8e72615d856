import { type GraphSpec, takesRows } from '@haim/ml';

/** Name, type and shape of what a graph takes, as model developers write it. */
export function inputInWords(input: GraphSpec['input']): string {
  if (takesRows(input)) return `${input.name}: ${input.dtype} ${input.layout === 'ND' ? '[n, d]' : '[1, n, d]'}`;
  return `${input.name}: ${input.dtype} ${input.layout} ${input.size.join(' × ')} ${input.channelOrder}`;
}

/** Name, meaning and width of what it gives. */
export function outputInWords(output: GraphSpec['outputs'][number]): string {
  const { name, meaning } = output;
  if (output.meaning === 'attention') return `${name} (${meaning}), [${output.axes.join(', ')}] of ${output.values}`;
  const said = `${name} (${meaning}), ${output.width} wide`;
  if (output.meaning !== 'features' || !output.take) return said;
  const { take } = output;
  switch (take.what) {
    case 'token':
      return `${said}, token ${take.token}`;
    case 'meanOfTokens':
      return `${said}, mean of the tokens from ${take.skip}`;
    case 'tokenAndMean':
      return `${said}, token ${take.token} and the mean of those from ${take.skip}`;
    case 'meanOfMap':
      return `${said}, mean of the map`;
  }
}
