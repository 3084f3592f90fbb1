package dev.metaagent.tenancy;

/// What must be there before the first request is answered, such as the first organization. Beans
/// of this type run in their [order][org.springframework.core.annotation.Order] when all beans
/// exist and no port is open yet; a failure ends the start.
public interface BeforeListening {

  /// Creates what is missing; repeated at each start.
  void prepare();
}
