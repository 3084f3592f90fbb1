import { type PointerEvent, useState } from 'react';

/** Less than this is a click, not a stretch of time. */
const LEAST_PX = 4;

/** Drawing over a chart chooses a stretch of it, in pixels from its left edge; no text is selected meanwhile. */
export function useBrush(
  left: number,
  right: number,
  onChosen: ((from: number, to: number) => void) | undefined,
) {
  const [brush, setBrush] = useState<[number, number] | null>(null);
  const place = (event: PointerEvent<SVGSVGElement>) =>
    Math.min(right, Math.max(left, event.clientX - event.currentTarget.getBoundingClientRect().left));
  const handlers = {
    onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
      if (!onChosen || event.button !== 0) return;
      event.preventDefault();
      event.currentTarget.setPointerCapture?.(event.pointerId);
      setBrush([place(event), place(event)]);
    },
    onPointerMove: (event: PointerEvent<SVGSVGElement>) => {
      if (brush) setBrush([brush[0], place(event)]);
    },
    onPointerCancel: () => setBrush(null),
    onPointerUp: () => {
      if (brush && Math.abs(brush[1] - brush[0]) > LEAST_PX)
        onChosen?.(Math.min(...brush), Math.max(...brush));
      setBrush(null);
    },
  };
  return { brush, place, handlers };
}
