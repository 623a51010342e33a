/** A reliability plot as SVG: how often steps of a given probability are right, and how many there are. */
import type { ReliabilityBin } from '../../../server/src/core/reward/calibration.ts';

const side = 300;
const left = 56;
const top = 44;
const width = left + side + 24;
const height = top + side + 64;

const x = (value: number): string => (left + value * side).toFixed(1);
const y = (value: number): string => (top + (1 - value) * side).toFixed(1);

/** One dot for each bin, its area by its steps; on the diagonal a probability means what it says. Text is plain, no font is fetched. */
export function reliabilityPlot(title: string, note: string, bins: readonly ReliabilityBin[]): string {
  const most = Math.max(1, ...bins.map(bin => bin.count));
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const grid = ticks.flatMap(tick => [
    `<path d="M${x(tick)} ${y(0)}V${y(1)}M${x(0)} ${y(tick)}H${x(1)}" stroke="#ddd"/>`,
    `<text x="${x(tick)}" y="${Number(y(0)) + 16}" text-anchor="middle">${tick * 100}%</text>`,
    `<text x="${left - 8}" y="${Number(y(tick)) + 4}" text-anchor="end">${tick * 100}%</text>`,
  ]);
  const line = bins.map(bin => `${x(bin.value)},${y(bin.share)}`).join(' ');
  const dots = bins.map(({ count, value, share }) => {
    const radius = (2.5 + 4.5 * Math.sqrt(count / most)).toFixed(1);
    return `<circle cx="${x(value)}" cy="${y(share)}" r="${radius}" fill="#1f6feb" fill-opacity=".8"><title>${count} steps: said ${percent(value)}, right ${percent(share)}</title></circle>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12" fill="#333">`,
    `<title>${escaped(title)}, reliability</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${left}" y="18" font-size="14" font-weight="bold">${escaped(title)}</text>`,
    `<text x="${left}" y="35" fill="#666">${escaped(note)}</text>`,
    ...grid,
    `<path d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}" stroke="#999" stroke-dasharray="4 4"/>`,
    `<polyline points="${line}" fill="none" stroke="#1f6feb" stroke-width="1.5"/>`,
    ...dots,
    `<text x="${x(0.5)}" y="${Number(y(0)) + 40}" text-anchor="middle">probability said that the step is right</text>`,
    `<text transform="translate(14 ${y(0.5)}) rotate(-90)" text-anchor="middle">share of the steps that are right</text>`,
    '</svg>',
    '',
  ].join('\n');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)}%`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
