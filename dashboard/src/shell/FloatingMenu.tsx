'use client';

import { Popover } from 'radix-ui';
import type { ReactNode, RefObject } from 'react';

/** A panel beside the control that opened it; loaded when it is first opened. */
export function FloatingMenu({
  anchor,
  label,
  align,
  side = 'bottom',
  width,
  onClose,
  children,
}: {
  anchor: RefObject<HTMLElement | null>;
  label: string;
  align: 'start' | 'end';
  side?: 'top' | 'bottom';
  width: number;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor virtualRef={anchor as RefObject<HTMLElement>} />
      <Popover.Portal>
        <Popover.Content
          className="float"
          style={{ width, maxWidth: 'calc(100vw - 16px)' }}
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          onInteractOutside={(event) => {
            // The control itself closes what it opened.
            if (anchor.current?.contains(event.target as Node)) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            anchor.current?.focus();
          }}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
