package dev.metaagent.web;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;

/// Serves the exported dashboard: hashed assets for a year, `/x` as `x.html`, all else to be asked
/// for again.
@Configuration(proxyBeanMethods = false)
class Dashboard implements WebMvcConfigurer {

  private static final String HOME = "classpath:/dashboard/";

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addViewController("/").setViewName("forward:/index.html");
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/_next/static/**")
        .addResourceLocations(HOME + "_next/static/")
        .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
    registry
        .addResourceHandler("/**")
        .addResourceLocations(HOME)
        .setCacheControl(CacheControl.noCache())
        .resourceChain(false)
        .addResolver(new Exported());
  }

  /// Finds the file of a page.
  private static final class Exported extends PathResourceResolver {
    @Override
    protected @Nullable Resource getResource(String path, Resource location) throws IOException {
      String name = path.substring(path.lastIndexOf('/') + 1);
      return super.getResource(name.contains(".") ? path : path + ".html", location);
    }
  }
}
