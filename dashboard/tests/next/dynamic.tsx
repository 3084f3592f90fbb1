import { type ComponentType, lazy, Suspense } from 'react';

type Loaded<P> = ComponentType<P> | { default: ComponentType<P> };

/** next/dynamic outside of Next: the component is there as soon as it is loaded. */
export default function dynamic<P extends object>(load: () => Promise<Loaded<P>>) {
  const Lazy = lazy(async () => {
    const loaded = await load();
    return 'default' in loaded ? loaded : { default: loaded };
  }) as unknown as ComponentType<P>;
  return function Dynamic(props: P) {
    return (
      <Suspense fallback={null}>
        <Lazy {...props} />
      </Suspense>
    );
  };
}
