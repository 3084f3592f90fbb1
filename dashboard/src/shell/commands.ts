import { useEffect, useRef } from 'react';
import type { IconName } from '@/ui/icons';

/** Something a person can do, as the palette lists it. */
export interface Command {
  id: string;
  icon: IconName;
  title: string;
  detail?: string;
  /** Further words by which it is found. */
  words?: string;
  key?: string;
  href?: string;
  run?: () => void;
}

export interface CommandGroup {
  title: string;
  commands: Command[];
}

const groups = new Set<React.RefObject<CommandGroup>>();

/** What can be done with the object on screen, first in the palette. */
export function useCommands(title: string, commands: Command[]): void {
  const ref = useRef<CommandGroup>({ title, commands });
  ref.current = { title, commands };
  useEffect(() => {
    groups.add(ref);
    return () => {
      groups.delete(ref);
    };
  }, []);
}

export const commandsOnScreen = (): CommandGroup[] =>
  [...groups].map((ref) => ref.current).filter((g) => g.commands.length);

/** Whether a command answers what is asked for: each word is in its title, its detail or its further words. */
export const fits = (command: Command, query: string): boolean => {
  const text = `${command.title} ${command.detail ?? ''} ${command.words ?? ''}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};
