'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { ApiError, post } from '@/api/client';
import type { View } from '@/api/types';
import { useChord } from '@/shell/keys';
import { toast } from '@/shell/toasts';

/** Keeps the query of this page under a name; the palette finds it again. */
export default function SaveView({ suggestion, onClose }: { suggestion: string; onClose: () => void }) {
  const [name, setName] = useState(suggestion);
  const client = useQueryClient();
  const find = useChord('K');
  const save = useMutation({
    mutationFn: () =>
      post<View>('/views', {
        name: name.trim(),
        page: 'executions',
        query: window.location.search.replace(/^\?/, ''),
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['views'] });
      toast({
        kind: 'better',
        title: `View “${name.trim()}” saved`,
        detail: `It is in the palette, ${find}`,
      });
      onClose();
    },
  });
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content
          className="float dialog fixed top-[20vh] left-1/2 w-[min(440px,calc(100vw-32px))] -translate-x-1/2"
          aria-describedby={undefined}
        >
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (name.trim()) save.mutate();
            }}
          >
            <div className="flex flex-col gap-3 p-5">
              <Dialog.Title className="text-15 font-semibold">Save this view</Dialog.Title>
              <label className="flex flex-col gap-1 text-12 text-ink-2">
                Name
                <input
                  className="field"
                  value={name}
                  onChange={(event) => setName(event.target.value)}
                  maxLength={120}
                />
              </label>
              {save.error && (
                <p className="text-12 text-bad" role="alert">
                  {save.error instanceof ApiError ? save.error.message : 'The view was not saved.'}
                </p>
              )}
            </div>
            <div className="flex justify-end gap-2 border-t border-line px-5 py-3">
              <button type="button" className="btn" onClick={onClose}>
                Cancel
              </button>
              <button type="submit" className="btn go" disabled={!name.trim() || save.isPending}>
                Save view
              </button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
