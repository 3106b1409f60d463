/** What tests stand on: gateways, the sandbox, stub upstreams, keys and tokens. Real servers, no mocks. */
@NullMarked
package dev.imagegateway.support;

import org.jspecify.annotations.NullMarked;
