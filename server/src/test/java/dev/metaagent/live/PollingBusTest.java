package dev.metaagent.live;

class PollingBusTest extends LiveBusContract {

  @Override
  LiveBus bus() {
    return new PollingBus();
  }
}
