from django import template

from .. import devices

register = template.Library()
register.filter("device_name", devices.device_name)
