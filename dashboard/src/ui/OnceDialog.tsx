'use client';

import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { CopyButton } from './states';

/** A secret that is shown this once: closing needs a click on the button, not beside the dialog. */
export default function OnceDialog({
  title,
  what,
  values,
  children,
  onClose,
}: {
  title: string;
  what: ReactNode;
  values: { label: string; value: string }[];
  children?: ReactNode;
  onClose: () => void;
}) {
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content
          className="float dialog fixed top-[8vh] left-1/2 max-h-[84vh] w-[min(640px,calc(100vw-32px))] -translate-x-1/2 overflow-auto sm:top-[12vh]"
          aria-describedby={undefined}
          onInteractOutside={(event) => event.preventDefault()}
        >
          <div className="flex flex-col gap-4 px-5.5 pt-5 pb-4.5">
            <div>
              <Dialog.Title className="text-15 font-semibold">{title}</Dialog.Title>
              <div className="mt-0.5 text-12 text-ink-3">{what}</div>
            </div>
            {values.map(({ label, value }) => (
              <div key={label} className="flex flex-col gap-1 text-12 text-ink-2">
                <span className="flex items-center">
                  <span className="flex-1">{label}</span>
                  <CopyButton text={() => value} label={`Copy ${label.toLowerCase()}`} />
                </span>
                <code className="code select-all text-ink-1">{value}</code>
              </div>
            ))}
            {children}
          </div>
          <div className="flex justify-end border-t border-line px-5.5 py-3">
            <button type="button" className="btn go" onClick={onClose}>
              I have saved it
            </button>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
